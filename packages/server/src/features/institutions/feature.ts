import { defineFeature } from '../feature';
import { institutionCommands } from './commands';

export const institutions = defineFeature({ commands: institutionCommands });
