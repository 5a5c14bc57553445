import type { CommandContext } from '../cli/command';
import type { Print } from '../cli/output';
import { platformItself } from '../platform/platform-itself';
import type { TestInstitution, TestService } from './service';

/** What a command of the command line works with, at one institution of a test's service. */
export function commandContext(
  service: TestService,
  school: TestInstitution,
  print: Print,
): CommandContext<TestService> {
  const { ownerUrl, secret, auditKey, clock } = service;
  return {
    print,
    within: (_, work) => work(school.scope, service),
    onPlatform: (work) => work(service.systemScope(platformItself), service),
    owner: () => Promise.resolve({ ownerUrl, secret, auditKey, oldAuditKeys: [], clock }),
  };
}
