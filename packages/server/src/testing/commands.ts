import type { CommandContext, Commands } from '../cli/command';
import { createProgram } from '../cli/program';
import { platformItself } from '../platform/platform-itself';
import type { TestInstitution, TestService } from './service';

/** Runs commands of the command line within this process, at one institution of a test's service. */
export function commandsAt(
  service: TestService,
  school: TestInstitution,
  commands: Commands<TestService>,
): (...args: string[]) => Promise<string[]> {
  const { ownerUrl, secret, auditKey, clock } = service;
  return async (...args) => {
    const lines: string[] = [];
    const context: CommandContext<TestService> = {
      print: (line) => lines.push(line),
      within: (_, work) => work(school.scope, service),
      onPlatform: (work) => work(service.systemScope(platformItself), service),
      owner: () => Promise.resolve({ ownerUrl, secret, auditKey, oldAuditKeys: [], clock }),
    };
    await createProgram({ version: '1.2.3', commands, context }).run(args);
    return lines;
  };
}
