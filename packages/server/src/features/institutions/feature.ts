import { defineFeature } from '../feature';
import { institutionCommands } from './commands';

export const institutions = defineFeature({
  commands: institutionCommands,
  audits: ['institution.contact_changed', 'institution.created', 'institution.sign_in_page_changed'],
});
