const SHOWN_FILES = 10;

/** A Vitest reporter that lists the slowest test files after a run. */
export default class SlowestTestsReporter {
  onTestRunEnd(testModules) {
    if (testModules.length <= SHOWN_FILES) return;
    const slowest = testModules
      .map((module) => ({ path: module.relativeModuleId, seconds: module.diagnostic().duration / 1000 }))
      .toSorted((a, b) => b.seconds - a.seconds)
      .slice(0, SHOWN_FILES);
    console.log('Slowest files:');
    for (const { path, seconds } of slowest) console.log(`${seconds.toFixed(1).padStart(7)} s  ${path}`);
  }
}
