import { walkContract } from '../../testing/contract-walk/walk';

walkContract('Invitations');
