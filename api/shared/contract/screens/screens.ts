import { z } from 'zod'
import { Revision } from '../ids.ts'
import { ScreenId } from '../access/credentials.ts'
import { CityCode } from '../city/codes.ts'
import { defineEndpoint } from '../endpoint.ts'
import { detailLevels, mapDepths } from '../enums.ts'

/** Screens of wall displays: their scenes, remote commands and reports. */

const count = z.number().int().min(0)
const Name = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u)
/**
 * Id of a panel, metric or layer. Unknown ids are allowed: a removed panel appears empty, and the rest is
 * unaffected.
 */
const Word = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/)

export const SceneCamera = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('home') }).strict(),
  z
    .object({
      kind: z.literal('place'),
      lon: z.number().min(-180).max(180),
      lat: z.number().min(-85).max(85),
      zoom: z.number().min(0).max(20),
    })
    .strict(),
  /** Flies from one of the most urgent gaps to the next. */
  z.object({ kind: z.literal('gaps') }).strict(),
])
export type SceneCamera = z.infer<typeof SceneCamera>

/** More panels than fit are shown in rotation. */
const Panels = z.array(Word).max(100)

export const Scene = z
  .object({
    id: Word,
    name: Name,
    /** Duration in the rotation. */
    seconds: z.number().int().min(5).max(3600).default(40),
    /** Top to bottom. */
    left: Panels,
    right: Panels,
    /** null: the map is not coloured. */
    metric: Word.nullable(),
    detail: z.enum(detailLevels).default('auto'),
    /** Depth of the map; see `mapDepths`. */
    depth: z.enum(mapDepths).default('glow'),
    /** Hidden layers. */
    hidden: z.array(Word).max(20).default([]),
    camera: SceneCamera.default({ kind: 'home' }),
  })
  .strict()
export type Scene = z.infer<typeof Scene>

export const ScreenDocument = z
  .object({
    /** Replaces the name of the city and of the product; null: the default. */
    title: Name.nullable().default(null),
    language: z.enum(['zh', 'en']).default('zh'),
    /** Size of the wall display in pixels, for previews; null: the size of the window. */
    size: z
      .object({ width: z.number().int().min(320).max(16_384), height: z.number().int().min(240).max(8640) })
      .strict()
      .nullable()
      .default(null),
    /**
     * The text size follows the farthest viewer: distance in metres, height of the wall in metres, visual
     * angle in arc minutes. null: not measured.
     */
    reading: z
      .object({
        distance: z.number().min(0.5).max(100),
        wallHeight: z.number().min(0.1).max(50),
        arcminutes: z.union([z.literal(16), z.literal(20)]),
      })
      .strict()
      .nullable()
      .default(null),
    rotate: z.boolean().default(true),
    /** Pause of the rotation after a touch or a key. */
    pauseSeconds: z.number().int().min(60).max(120).default(90),
    /** Local time of the daily reload of the page, 'HH:MM'; null: never. */
    reloadAt: z
      .string()
      .regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/)
      .nullable()
      .default('04:30'),
    scenes: z.array(Scene).min(1).max(40),
  })
  .strict()
export type ScreenDocument = z.infer<typeof ScreenDocument>

/** A command to the wall displays of a screen. */
export const RemoteCommand = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('message'),
      text: z
        .string()
        .trim()
        .min(1)
        .max(120)
        .regex(/^[^\p{Cc}\p{Cs}]+$/u),
      seconds: z.number().int().min(5).max(3600).default(60),
    })
    .strict(),
  z.object({ kind: z.literal('scene'), scene: Word }).strict(),
  z.object({ kind: z.literal('reload') }).strict(),
])
export type RemoteCommand = z.infer<typeof RemoteCommand>

export const Screen = z.object({
  id: ScreenId,
  name: z.string(),
  /** 0: never saved; the screen shows the built-in scenes. */
  version: count,
  document: ScreenDocument,
  /** `number` identifies the command. */
  told: z.object({ number: count, at: z.string(), telling: RemoteCommand }).nullable(),
})
export type Screen = z.infer<typeof Screen>

/** Periodic status report of a wall display. */
export const ScreenReport = z
  .object({
    /** Version of the shown document and revision of the shown city. */
    version: count,
    revision: Revision,
    width: z.number().int().min(1).max(32_768),
    height: z.number().int().min(1).max(32_768),
    pixelRatio: z.number().min(0.1).max(8),
    /** Frames per second that the browser reached when measured. */
    frames: z.number().min(0).max(1000),
    scene: Word.nullable(),
    state: z.enum(['well', 'offline', 'no_map']),
  })
  .strict()
export type ScreenReport = z.infer<typeof ScreenReport>

export const ScreenHeartbeat = z.object({
  display: z.string(),
  name: z.string(),
  revoked: z.boolean(),
  seenAt: z.string(),
  report: ScreenReport,
})
export type ScreenHeartbeat = z.infer<typeof ScreenHeartbeat>

const City = z.object({ city: CityCode })
const OfScreen = City.extend({ screen: ScreenId })
const RequestId = z.uuid()
const Note = z.string().trim().min(1).max(300)

export const listScreens = defineEndpoint({
  id: 'listScreens',
  method: 'get',
  path: '/cities/{city}/screens',
  summary: 'Lists the screens of the city with their wall displays and the latest reports',
  permission: 'city.read',
  params: City,
  answer: z.object({
    screens: z.array(
      z.object({
        id: ScreenId,
        name: z.string(),
        version: count,
        scenes: count,
        size: ScreenDocument.shape.size,
        walls: z.array(ScreenHeartbeat),
      }),
    ),
  }),
})

export const getScreen = defineEndpoint({
  id: 'getScreen',
  method: 'get',
  path: '/cities/{city}/screens/{screen}',
  summary: 'Returns a screen; one that was never saved has the built-in scenes',
  permission: 'city.read',
  params: OfScreen,
  query: z.object({
    /** A previous version. */
    version: z.coerce.number().int().min(1).optional(),
  }),
  answer: z.object({ screen: Screen }),
})

export const putScreen = defineEndpoint({
  id: 'putScreen',
  method: 'put',
  path: '/cities/{city}/screens/{screen}',
  summary: 'Saves a screen; its wall displays follow within a second, and every version is stored',
  permission: 'screen.edit',
  params: OfScreen,
  body: z
    .object({
      requestId: RequestId,
      note: Note,
      /** Version on which the change is based; 0 for a new screen. */
      version: count,
      name: Name,
      document: ScreenDocument,
    })
    .strict(),
  answer: z.object({ screen: Screen }),
})

export const removeScreen = defineEndpoint({
  id: 'removeScreen',
  method: 'delete',
  path: '/cities/{city}/screens/{screen}',
  summary: 'Deletes a screen; its wall displays fall back to the built-in scenes',
  permission: 'screen.edit',
  params: OfScreen,
  query: z.object({ requestId: RequestId, version: z.coerce.number().int().min(1) }),
})

export const sendScreenCommand = defineEndpoint({
  id: 'tellScreen',
  method: 'post',
  path: '/cities/{city}/screens/{screen}/tellings',
  summary: 'Sends a message, a scene change or a reload to every wall display of the screen',
  permission: 'display.manage',
  params: OfScreen,
  body: z.object({ requestId: RequestId, telling: RemoteCommand }).strict(),
  answer: z.object({ screen: Screen }),
})

export const reportScreen = defineEndpoint({
  id: 'reportScreen',
  method: 'post',
  path: '/cities/{city}/screens/{screen}/reports',
  summary: 'Receives the status report of a wall display; requires the display token of the screen',
  permission: 'city.read',
  params: OfScreen,
  body: ScreenReport,
})
