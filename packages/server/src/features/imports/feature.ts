import { defineFeature } from '../feature';
import { loadCommands } from './load-command';

export const imports = defineFeature({ commands: loadCommands });
