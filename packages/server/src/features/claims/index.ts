export { giveProfile } from './give-profile';
