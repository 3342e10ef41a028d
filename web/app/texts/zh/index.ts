import editor from '../../../features/editor/texts/zh.ts'
import explore from '../../../features/explore/texts/zh.ts'
import office from '../../../features/office/texts/zh.ts'
import planner from '../../../features/planner/texts/zh.ts'
import screen from '../../../features/screen/texts/zh.ts'
import transfer from '../../../features/transfer/texts/zh.ts'
import app from './app.ts'
import errors from './errors.ts'
import fields from './fields.ts'
import layers from './layers.ts'
import metrics from './metrics.ts'
import words from './words.ts'

export default { app, editor, errors, explore, fields, layers, metrics, office, planner, screen, transfer, words }
