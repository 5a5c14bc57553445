/* cli-process …: the command line as a process. */
import '../cli';
