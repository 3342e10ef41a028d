import figures from './figures.ts'
import measurement from './measurement.ts'
import gaps from './gaps.ts'
import siting from './siting.ts'
import reports from './reports.ts'

/** Coverage analysis. */
export default { ...figures, ...measurement, ...gaps, ...siting, ...reports }
