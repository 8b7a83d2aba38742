const SHOWN = 10;

/** A Jest reporter that lists the slowest test files. */
export default class SlowestFiles {
  onRunComplete(_contexts, { testResults }) {
    const seconds = ({ perfStats: { runtime } }) => (runtime / 1000).toFixed(1).padStart(7);
    const slowest = testResults
      .toSorted((a, b) => b.perfStats.runtime - a.perfStats.runtime)
      .slice(0, SHOWN)
      .map((each) => `${seconds(each)} s  ${each.testFilePath.replace(`${process.cwd()}/`, '')}`);
    if (testResults.length > SHOWN) console.log(['Slowest files:', ...slowest].join('\n'));
  }
}
