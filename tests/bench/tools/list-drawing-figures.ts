import type { Database } from '../../../api/db/database.ts'
import { type Figure, formatFigure } from './report-figures.ts'

/** What was measured, its target, median ms, p95 ms, and how often. */
export type DrawingRow = [what: string, target: string, medianMs: number, p95Ms: number, times: number]

const DATABASES: Record<Database['kind'], { en: string; zh: string }> = {
  embedded: { en: 'embedded database', zh: '内置数据库' },
  server: { en: 'PostGIS server', zh: 'PostGIS 服务器' },
}

/** The README's rows; times that no database changes are reported with the embedded one only. */
export function listDrawingFigures(rows: readonly DrawingRow[], kind: Database['kind']): Figure[] {
  const timesOf = (start: string) => {
    const [, , median, p95] = rows.find(([what]) => what.startsWith(start)) ?? ['', '', NaN, NaN, 0]
    return `${formatFigure(median)} / ${formatFigure(p95)} ms`
  }
  const database = DATABASES[kind]
  const published: Figure[] = [
    {
      en: `a change of 50 grids published, ${database.en}, in process, median / p95`,
      zh: `发布一次涉及 50 个网格的变动（${database.zh}，进程内），中位 / p95`,
      value: timesOf('publish a change'),
      compared: {
        en: `an open page has its new tile after another ${timesOf('… until')}`,
        zh: `此后打开的页面再过 ${timesOf('… until')} 有新瓦片`,
      },
    },
  ]
  if (kind === 'server') return published
  return [
    {
      en: 'preview of a cut, one run of the operation, whole street, processor time, median / p95',
      zh: '拆分预览：整个街道，运算一次的处理器时间，中位 / p95',
      value: timesOf('preview of a cut, a pointer move, whole street'),
      compared: {
        en: 'without snapping, other candidates and painting',
        zh: '不含吸附、其他候选与绘制',
      },
    },
    ...published,
    {
      en: 'the whole city on another day, first request, median / p95',
      zh: '第一次查看另一天的全市，中位 / p95',
      value: timesOf('the whole city as of a day'),
    },
  ]
}
