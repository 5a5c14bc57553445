declare module '../platform/audit' {
  /** What tests write into a log that no feature would. */
  interface AuditActions {
    'test.changed': true;
    'test.done': true;
  }
}

export {};
