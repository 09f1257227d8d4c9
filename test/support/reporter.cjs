'use strict';
// Mocha's `spec`, which also appends the totals of its run as a line of JSON to the file that TEST_TOTALS_FILE names:
// { "passed": 12, "failed": 0, "pending": 0 }. A run that never ends writes none.
const { appendFileSync } = require('node:fs');
const Mocha = require('mocha');

module.exports = class Reporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.TEST_TOTALS_FILE;
    if (!file) return;
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      appendFileSync(file, `${JSON.stringify({ passed: passes, failed: failures, pending })}\n`);
    });
  }
};
