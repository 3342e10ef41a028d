import editor from '../../../features/editor/texts/zh.ts'
import gridSheet from '../../../features/grid-sheet/texts/zh.ts'
import history from '../../../features/history/texts/zh.ts'
import office from '../../../features/admin/texts/zh/index.ts'
import planner from '../../../features/planner/texts/zh/index.ts'
import review from '../../../features/review/texts/zh.ts'
import screen from '../../../features/screen/texts/zh.ts'
import setup from '../../../features/setup/texts/zh.ts'
import transfer from '../../../features/transfer/texts/zh.ts'

/** Texts of the pages that are opened from the map: fetched with the first of them. */
export default { editor, gridSheet, history, office, planner, review, screen, setup, transfer }
