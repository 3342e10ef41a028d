import type { Context } from 'hono'
import * as contract from '#shared/contract/drafts/ogc-draft-features.ts'
import { MAX_LARGE_BODY_BYTES } from '#shared/contract/endpoint.ts'
import { isAllowedSomewhere } from '#shared/contract/permissions.ts'
import { findDraftIssues } from '#shared/drafts/find-draft-issues.ts'
import type { DraftId } from '#shared/contract/ids.ts'
import type { DraftRow } from '../../drafts/draft-row.ts'
import type { DraftService } from '../../drafts/draft-service.ts'
import { AppError } from '../../errors.ts'
import { getActor } from '../../http/endpoints/get-actor.ts'
import { matchesEtag } from '../../http/responses/etag-response.ts'
import { type Api, type AreaCheck, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import { readJsonBody } from '../../http/endpoints/read-json-body.ts'
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
import { toCreateOperation, toDeleteOperation, toReplaceOperation } from './draft-operations.ts'
import { editDraft, loadDraftForEditing } from './edit-draft.ts'
import { readFeatureInput } from './read-feature.ts'

interface DraftCall {
  params: { city: string; draft: DraftId }
  area: AreaCheck
  context: Context<RequestEnv>
}

/** Routes that serve the grids of a draft to desktop programs, which read them like the city's and write them one by one. */
export function registerDraftOgcRoutes(
  api: Api,
  {
    draftService,
    baseOf,
    version,
  }: { draftService: DraftService; baseOf: (context: Context<RequestEnv>) => string; version: string },
): void {
  const inStreet =
    ({ area }: DraftCall) =>
    (row: DraftRow) =>
      area.require(row.street_code)
  const readRequest = async (call: DraftCall): Promise<OgcRequest & { row: DraftRow }> => {
    const {
      params: { city, draft },
      context,
    } = call
    const { row, loaded } = await loadDraftForEditing(draftService, call.params, inStreet(call))
    const { state } = loaded.history
    const { snapshot } = await draftService.cities.get(city)
    return {
      service: createDraftOgcService(row, state, () => findDraftIssues(state, snapshot.settings)),
      root: `${baseOf(context)}/api/cities/${city}/drafts/${draft}/ogc`,
      context,
      row,
    }
  }
  /**
   * Only grids of an open draft are writable. With an If-Match header, a feature that has changed since the client read it
   * is refused.
   */
  const checkWritable = async (call: DraftCall, collection: string, grid: number | null) => {
    const { service } = await readRequest(call)
    if (getCollectionSource(service, collection).writable.size === 0)
      throw new AppError('method_not_allowed', `${collection} cannot be written, or the draft is not open`, {
        collection,
      })
    const ifMatch = call.context.req.header('if-match')
    if (grid === null || ifMatch === undefined) return
    const tag = computeFeatureEtag(service, collection, grid)
    if (tag === null || !matchesEtag(ifMatch, tag))
      throw new AppError('changed_meanwhile', 'the feature has changed since it was read', { grid })
  }
  const readFeature = async ({ context: { req }, params }: DraftCall) => {
    const { settings } = (await draftService.cities.get(params.city)).snapshot
    return readFeatureInput(await readGeojson(req), req.header('content-crs'), settings.place)
  }
  const noContent = () => new Response(null, { status: 204 })

  registerEndpoint(api, contract.getDraftOgcLanding, async (call) =>
    handleLanding(await readRequest(call), call.query.f),
  )
  registerEndpoint(api, contract.getDraftOgcConformance, async (call) =>
    handleConformance(await readRequest(call)),
  )
  registerEndpoint(api, contract.getDraftOgcApi, async (call) => handleApi(await readRequest(call), version))
  registerEndpoint(api, contract.getDraftOgcCollections, async (call) =>
    handleCollections(await readRequest(call)),
  )
  registerEndpoint(api, contract.getDraftOgcCollection, async (call) =>
    handleCollection(await readRequest(call), call.params.collection),
  )
  registerEndpoint(api, contract.getDraftOgcQueryables, async (call) =>
    handleQueryables(await readRequest(call), call.params.collection),
  )
  registerEndpoint(api, contract.getDraftOgcSchema, async (call) =>
    handleSchema(await readRequest(call), call.params.collection),
  )
  registerEndpoint(api, contract.listDraftOgcItems, async (call) => {
    const { row, ...of } = await readRequest(call)
    const mark = `${row.first_step}-${row.steps}-${row.status}`
    return handleItems(of, call.params.collection, call.query, { mark, signal: call.signal })
  })
  registerEndpoint(api, contract.getDraftOgcItem, async (call) =>
    handleItem(await readRequest(call), call.params.collection, call.params.item, call.query.crs),
  )

  registerEndpoint(api, contract.createDraftOgcItem, async (call) => {
    await checkWritable(call, call.params.collection, null)
    const feature = await readFeature(call)
    const { grid } = await editDraft(draftService, getActor(call), call.params, inStreet(call), (draft) =>
      toCreateOperation(draft, feature),
    )
    const { root } = await readRequest(call)
    return new Response(null, {
      status: 201,
      headers: { location: `${root}/collections/${call.params.collection}/items/${grid}` },
    })
  })
  const replaceItem = async (
    call: DraftCall & {
      params: { collection: string; item: string }
      session: Parameters<typeof getActor>[0]['session']
    },
    needsShape: boolean,
  ) => {
    const grid = Number(call.params.item)
    await checkWritable(call, call.params.collection, grid)
    const feature = await readFeature(call)
    if (needsShape && feature.shape === undefined)
      throw new AppError('unprocessable', 'a grid needs a geometry', { reason: 'no_geometry' })
    await editDraft(draftService, getActor(call), call.params, inStreet(call), (draft) =>
      toReplaceOperation(draft, grid, feature),
    )
    return noContent()
  }
  registerEndpoint(api, contract.replaceDraftOgcItem, (call) => replaceItem(call, true))
  registerEndpoint(api, contract.updateDraftOgcItem, (call) => replaceItem(call, false))
  registerEndpoint(api, contract.deleteDraftOgcItem, async (call) => {
    const grid = Number(call.params.item)
    await checkWritable(call, call.params.collection, grid)
    await editDraft(draftService, getActor(call), call.params, inStreet(call), (draft) =>
      toDeleteOperation(draft, grid),
    )
    return noContent()
  })

  // desktop programs ask for the allowed methods first; each write checks the permission again
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

async function readGeojson(request: Context<RequestEnv>['req']): Promise<unknown> {
  if (!/^application\/(geo\+json|merge-patch\+json|json)\b/.test(request.header('content-type') ?? ''))
    throw new AppError('unsupported_media', 'the body must be application/geo+json')
  return readJsonBody(request.raw, MAX_LARGE_BODY_BYTES)
}
