import type { ProjectList, ProjectStatus } from '#shared/contract/enums.ts'
import type { ProjectRecord } from '../../city-dataset.ts'
import { apportionTotal } from '../math/apportion-total.ts'
import type { CityModel } from '../attributes/city-model.ts'

const WORKS = [
  '雨污管网改造',
  '楼道照明更新',
  '社区助餐点建设',
  '日间照料室改造',
  '儿童活动室添置',
  '健身步道铺设',
  '非机动车棚新建',
  '充电设施安装',
  '道路修补',
  '路灯增设',
  '河道清理',
  '口袋公园建设',
  '垃圾分类亭建设',
  '公共厕所改造',
  '文化活动室修缮',
  '图书角添置',
  '卫生服务站修缮',
  '监控点位增设',
  '微型消防站配备',
  '无障碍坡道改造',
  '停车位划线',
  '公告栏更新',
  '便民服务大厅改造',
  '议事室建设',
  '晾晒区建设',
  '健身器材更新',
  '屋面防水维修',
  '小区门禁更新',
  '绿化补植',
  '排水沟疏浚',
]

/** Yuan to which the costs are rounded; the last one takes what is left, so that the sum is the plan's. */
const STEP = 100

/** The plan's service projects, spread over the urban communities; what they cost comes to the plan's sum exactly. */
export function buildProjectRecords(draft: CityModel): ProjectRecord[] {
  const {
    plan: { totals },
    communities,
    random,
  } = draft
  if (totals.projects === 0) return []
  const dice = random.fork('projects')
  const urban = communities.filter((community) => community.urban)
  const counts = apportionTotal(
    totals.projects,
    urban.map(({ households }) => Math.sqrt(households) * dice.between(0.6, 1.4)),
    totals.projects >= urban.length ? 1 : 0,
  )
  const steps = apportionTotal(
    Math.floor(totals.projectYuan / STEP),
    Array.from({ length: totals.projects }, () => dice.between(0.25, 1) * dice.between(0.25, 1)),
    1,
  )
  const rest = totals.projectYuan - steps.reduce((sum, step) => sum + step, 0) * STEP
  const firstYear = totals.years[0]!,
    lastYear = totals.years.at(-1)!
  let serial = 0
  return urban.flatMap((community, i) => {
    const works = dice.shuffle(WORKS)
    return Array.from({ length: counts[i]! }, (_, k): ProjectRecord => {
      const year = dice.chance(0.62) ? lastYear : firstYear + dice.below(lastYear - firstYear + 1)
      const list: ProjectList = dice.chance(0.7) ? 'project' : dice.chance(0.6) ? 'need' : 'resource'
      const status: ProjectStatus =
        list === 'need' && dice.chance(0.5)
          ? 'proposed'
          : year < lastYear
            ? 'finished'
            : dice.pick(['finished', 'running', 'running', 'proposed'])
      const costYuan = steps[serial]! * STEP + (serial === totals.projects - 1 ? rest : 0)
      serial++
      return {
        code: `XM${String(serial).padStart(5, '0')}`,
        name: `${community.shortName}${works[k % works.length]!}`,
        list,
        communityCode: community.code,
        year,
        status,
        costYuan,
        beneficiaries: Math.round(community.residents * dice.between(0.02, 0.6)),
      }
    })
  })
}
