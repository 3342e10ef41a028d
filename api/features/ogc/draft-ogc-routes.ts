import type { Context } from 'hono'
import * as contract from '#shared/contract/ogc-drafts.ts'
import { maySomewhere } from '#shared/contract/permissions.ts'
import { findProblems } from '#shared/drafts/find-problems.ts'
import type { DraftRow } from '../../drafting/draft-row.ts'
import type { Desk, DraftInHand } from '../../drafting/open-desk.ts'
import { AppError } from '../../errors.ts'
import { actorOf } from '../../http/actor-of.ts'
import { matches } from '../../http/etag-answer.ts'
import { type Api, type AreaCheck, mount } from '../../http/mount.ts'
import type { RequestEnv } from '../../http/request-context.ts'
import {
  answerApi,
  answerCollection,
  answerCollections,
  answerConformance,
  answerItem,
  answerItems,
  answerLanding,
  answerOptions,
  answerQueryables,
  answerSchema,
  type Asked,
  featureTag,
} from './answers.ts'
import { served } from './service.ts'
import { draftService } from './draft-service.ts'
import { creating, editDraft, openForFeatures, removing, replacing } from './edit-draft.ts'
import { readFeature } from './read-feature.ts'

interface DraftCall {
  params: { city: string; draft: string }
  area: AreaCheck
  context: Context<RequestEnv>
}

/** The grids of a draft for desktop programs: read like the city's, and written one by one as such programs do. */
export function draftOgcRoutes(
  api: Api,
  {
    desk,
    baseOf,
    version,
  }: { desk: Desk; baseOf: (context: Context<RequestEnv>) => string; version: string },
): void {
  const inStreet =
    ({ area }: DraftCall) =>
    (row: DraftRow) =>
      area.require(row.street_code)
  const serviceOf = async (city: string, row: DraftRow, { replay: { state } }: DraftInHand) => {
    const { snapshot } = await desk.cities.get(city)
    return draftService(row, state, () => findProblems(state, snapshot.settings.rules))
  }
  const asked = async (call: DraftCall): Promise<Asked & { row: DraftRow }> => {
    const {
      params: { city, draft },
      context,
    } = call
    const { row, hand } = await openForFeatures(desk, call.params, inStreet(call))
    return {
      service: await serviceOf(city, row, hand),
      root: `${baseOf(context)}/api/cities/${city}/drafts/${draft}/ogc`,
      context,
      row,
    }
  }
  /** Only grids are written; what somebody else has changed meanwhile is not, if the program asks for that. */
  const check = async (call: DraftCall, collection: string, grid: number | null) => {
    const { service } = await asked(call)
    if (served(service, collection).writable.size === 0)
      throw new AppError('method_not_allowed', `${collection} cannot be written, or the draft is not open`, {
        collection,
      })
    const wanted = call.context.req.header('if-match')
    if (grid === null || wanted === undefined) return
    const tag = featureTag(service, collection, grid)
    if (tag === null || !matches(wanted, tag))
      throw new AppError('changed_meanwhile', 'the feature is not as it was when it was read', { grid })
  }
  const sent = async ({ req }: Context<RequestEnv>) =>
    readFeature(await bodyOf(req), req.header('content-crs'))
  const done = () => new Response(null, { status: 204 })

  mount(api, contract.getDraftOgcLanding, async (call) => answerLanding(await asked(call), call.query.f))
  mount(api, contract.getDraftOgcConformance, async (call) => answerConformance(await asked(call)))
  mount(api, contract.getDraftOgcApi, async (call) => answerApi(await asked(call), version))
  mount(api, contract.getDraftOgcCollections, async (call) => answerCollections(await asked(call)))
  mount(api, contract.getDraftOgcCollection, async (call) =>
    answerCollection(await asked(call), call.params.collection),
  )
  mount(api, contract.getDraftOgcQueryables, async (call) =>
    answerQueryables(await asked(call), call.params.collection),
  )
  mount(api, contract.getDraftOgcSchema, async (call) =>
    answerSchema(await asked(call), call.params.collection),
  )
  mount(api, contract.listDraftOgcItems, async (call) => {
    const { row, ...of } = await asked(call)
    return answerItems(of, call.params.collection, call.query, `${row.first_step}-${row.steps}-${row.status}`)
  })
  mount(api, contract.getDraftOgcItem, async (call) =>
    answerItem(await asked(call), call.params.collection, call.params.item, call.query.crs),
  )

  mount(api, contract.createDraftOgcItem, async (call) => {
    await check(call, call.params.collection, null)
    const feature = await sent(call.context)
    const { grid } = await editDraft(desk, actorOf(call), call.params, inStreet(call), (hand) =>
      creating(hand, feature),
    )
    const { root } = await asked(call)
    return new Response(null, {
      status: 201,
      headers: { location: `${root}/collections/${call.params.collection}/items/${grid}` },
    })
  })
  const put = async (
    call: DraftCall & {
      params: { collection: string; item: string }
      session: Parameters<typeof actorOf>[0]['session']
    },
    needsShape: boolean,
  ) => {
    const grid = Number(call.params.item)
    await check(call, call.params.collection, grid)
    const feature = await sent(call.context)
    if (needsShape && feature.shape === undefined)
      throw new AppError('unprocessable', 'a grid needs a geometry', { reason: 'no_geometry' })
    await editDraft(desk, actorOf(call), call.params, inStreet(call), (hand) =>
      replacing(hand, grid, feature),
    )
    return done()
  }
  mount(api, contract.replaceDraftOgcItem, (call) => put(call, true))
  mount(api, contract.updateDraftOgcItem, (call) => put(call, false))
  mount(api, contract.deleteDraftOgcItem, async (call) => {
    const grid = Number(call.params.item)
    await check(call, call.params.collection, grid)
    await editDraft(desk, actorOf(call), call.params, inStreet(call), (hand) => removing(hand, grid))
    return done()
  })

  // desktop programs ask first what they may do; whether they may is asked again when they do it
  api.on('OPTIONS', '/cities/:city/drafts/:draft/ogc/*', (context) => {
    const { path } = context.req
    const session = context.get('session')
    const writes =
      session !== null &&
      maySomewhere(session, 'draft.features', context.req.param('city')) &&
      /\/collections\/grids\/items/.test(path)
    return answerOptions([
      'GET',
      'HEAD',
      ...(!writes ? [] : /\/items\/[^/]+$/.test(path) ? ['PUT', 'PATCH', 'DELETE'] : ['POST']),
    ])
  })
}

async function bodyOf(request: Context<RequestEnv>['req']): Promise<unknown> {
  if (!/^application\/(geo\+json|merge-patch\+json|json)\b/.test(request.header('content-type') ?? ''))
    throw new AppError('unsupported_media', 'the body must be application/geo+json')
  try {
    return await request.json()
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new AppError('invalid_request', 'the body is not JSON', { place: 'body' }, { cause: error })
    throw error
  }
}
