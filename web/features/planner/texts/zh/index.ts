import common from './common.ts'
import gaps from './gaps.ts'
import siting from './siting.ts'
import reports from './reports.ts'

/** Coverage analysis. */
export default { ...common, ...gaps, ...siting, ...reports }
