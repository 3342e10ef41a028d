import type { Context } from 'hono'
import * as contract from '#shared/contract/drafts/ogc-draft-features.ts'
import { isAllowedSomewhere } from '#shared/contract/permissions.ts'
import { findDraftIssues } from '#shared/drafts/find-draft-issues.ts'
import type { DraftRow } from '../../drafts/draft-row.ts'
import type { DraftService, LoadedDraft } from '../../drafts/draft-service.ts'
import { AppError } from '../../errors.ts'
import { getActor } from '../../http/endpoints/get-actor.ts'
import { matchesEtag } from '../../http/responses/etag-response.ts'
import { type Api, type AreaCheck, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import type { RequestEnv } from '../../http/request-context.ts'
import {
  handleApi,
  handleCollection,
  handleCollections,
  handleConformance,
  handleItem,
  handleItems,
  handleLanding,
  handleOptions,
  handleQueryables,
  handleSchema,
  type OgcRequest,
  computeFeatureEtag,
} from './ogc-handlers.ts'
import { getCollectionSource } from './ogc-service.ts'
import { createDraftOgcService } from './draft-ogc-service.ts'
import {
  toCreateOperation,
  editDraft,
  loadDraftForEditing,
  toDeleteOperation,
  toReplaceOperation,
} from './edit-draft.ts'
import { readFeatureInput } from './read-feature.ts'

interface DraftCall {
  params: { city: string; draft: string }
  area: AreaCheck
  context: Context<RequestEnv>
}

/** The grids of a draft for desktop programs: read like the city's, and written one by one as such programs do. */
export function registerDraftOgcRoutes(
  api: Api,
  {
    desk,
    baseOf,
    version,
  }: { desk: DraftService; baseOf: (context: Context<RequestEnv>) => string; version: string },
): void {
  const inStreet =
    ({ area }: DraftCall) =>
    (row: DraftRow) =>
      area.require(row.street_code)
  const serviceOf = async (city: string, row: DraftRow, { replay: { state } }: LoadedDraft) => {
    const { snapshot } = await desk.cities.get(city)
    return createDraftOgcService(row, state, () => findDraftIssues(state, snapshot.settings.rules))
  }
  const asked = async (call: DraftCall): Promise<OgcRequest & { row: DraftRow }> => {
    const {
      params: { city, draft },
      context,
    } = call
    const { row, hand } = await loadDraftForEditing(desk, call.params, inStreet(call))
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
    if (getCollectionSource(service, collection).writable.size === 0)
      throw new AppError('method_not_allowed', `${collection} cannot be written, or the draft is not open`, {
        collection,
      })
    const wanted = call.context.req.header('if-match')
    if (grid === null || wanted === undefined) return
    const tag = computeFeatureEtag(service, collection, grid)
    if (tag === null || !matchesEtag(wanted, tag))
      throw new AppError('changed_meanwhile', 'the feature is not as it was when it was read', { grid })
  }
  const sent = async ({ req }: Context<RequestEnv>) =>
    readFeatureInput(await bodyOf(req), req.header('content-crs'))
  const done = () => new Response(null, { status: 204 })

  registerEndpoint(api, contract.getDraftOgcLanding, async (call) =>
    handleLanding(await asked(call), call.query.f),
  )
  registerEndpoint(api, contract.getDraftOgcConformance, async (call) => handleConformance(await asked(call)))
  registerEndpoint(api, contract.getDraftOgcApi, async (call) => handleApi(await asked(call), version))
  registerEndpoint(api, contract.getDraftOgcCollections, async (call) => handleCollections(await asked(call)))
  registerEndpoint(api, contract.getDraftOgcCollection, async (call) =>
    handleCollection(await asked(call), call.params.collection),
  )
  registerEndpoint(api, contract.getDraftOgcQueryables, async (call) =>
    handleQueryables(await asked(call), call.params.collection),
  )
  registerEndpoint(api, contract.getDraftOgcSchema, async (call) =>
    handleSchema(await asked(call), call.params.collection),
  )
  registerEndpoint(api, contract.listDraftOgcItems, async (call) => {
    const { row, ...of } = await asked(call)
    return handleItems(of, call.params.collection, call.query, `${row.first_step}-${row.steps}-${row.status}`)
  })
  registerEndpoint(api, contract.getDraftOgcItem, async (call) =>
    handleItem(await asked(call), call.params.collection, call.params.item, call.query.crs),
  )

  registerEndpoint(api, contract.createDraftOgcItem, async (call) => {
    await check(call, call.params.collection, null)
    const feature = await sent(call.context)
    const { grid } = await editDraft(desk, getActor(call), call.params, inStreet(call), (hand) =>
      toCreateOperation(hand, feature),
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
      session: Parameters<typeof getActor>[0]['session']
    },
    needsShape: boolean,
  ) => {
    const grid = Number(call.params.item)
    await check(call, call.params.collection, grid)
    const feature = await sent(call.context)
    if (needsShape && feature.shape === undefined)
      throw new AppError('unprocessable', 'a grid needs a geometry', { reason: 'no_geometry' })
    await editDraft(desk, getActor(call), call.params, inStreet(call), (hand) =>
      toReplaceOperation(hand, grid, feature),
    )
    return done()
  }
  registerEndpoint(api, contract.replaceDraftOgcItem, (call) => put(call, true))
  registerEndpoint(api, contract.updateDraftOgcItem, (call) => put(call, false))
  registerEndpoint(api, contract.deleteDraftOgcItem, async (call) => {
    const grid = Number(call.params.item)
    await check(call, call.params.collection, grid)
    await editDraft(desk, getActor(call), call.params, inStreet(call), (hand) =>
      toDeleteOperation(hand, grid),
    )
    return done()
  })

  // desktop programs ask first what they may do; whether they may is asked again when they do it
  api.on('OPTIONS', '/cities/:city/drafts/:draft/ogc/*', (context) => {
    const { path } = context.req
    const session = context.get('session')
    const writes =
      session !== null &&
      isAllowedSomewhere(session, 'draft.features', context.req.param('city')) &&
      /\/collections\/grids\/items/.test(path)
    return handleOptions([
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
