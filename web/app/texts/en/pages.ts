import editor from '../../../features/editor/texts/en.ts'
import gridSheet from '../../../features/grid-sheet/texts/en.ts'
import history from '../../../features/history/texts/en.ts'
import office from '../../../features/admin/texts/en/index.ts'
import planner from '../../../features/planner/texts/en/index.ts'
import review from '../../../features/review/texts/en.ts'
import screen from '../../../features/screen/texts/en.ts'
import setup from '../../../features/setup/texts/en.ts'
import transfer from '../../../features/transfer/texts/en.ts'

/** Texts of the pages that are opened from the map: fetched with the first of them. */
export default { editor, gridSheet, history, office, planner, review, screen, setup, transfer }
