export { proofsOfRegistrar } from './proofs';
