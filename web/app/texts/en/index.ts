import editor from '../../../features/editor/texts/en.ts'
import explore from '../../../features/explore/texts/en.ts'
import office from '../../../features/office/texts/en.ts'
import planner from '../../../features/planner/texts/en.ts'
import screen from '../../../features/screen/texts/en.ts'
import transfer from '../../../features/transfer/texts/en.ts'
import app from './app.ts'
import errors from './errors.ts'
import fields from './fields.ts'
import layers from './layers.ts'
import metrics from './metrics.ts'
import words from './words.ts'

export default { app, editor, errors, explore, fields, layers, metrics, office, planner, screen, transfer, words }
