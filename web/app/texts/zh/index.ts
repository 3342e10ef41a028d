import explore from '../../../features/explore/texts/zh.ts'
import app from './app.ts'
import errors from './errors.ts'
import fields from './fields.ts'
import layers from './layers.ts'
import metrics from './metrics.ts'
import words from './words.ts'

/** What the map page and its gate say; the texts of other pages stand in pages.ts. */
export default { app, errors, explore, fields, layers, metrics, words }
