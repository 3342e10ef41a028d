import { isIP } from 'node:net'
import { z } from 'zod'
import { StartError } from '../errors.ts'

/**
 * Everything that can be set from outside, as environment variables; the README's table is checked against
 * this.
 */
export const settingsSchema = z.object({
  HOST: z.string().min(1).default('127.0.0.1').describe('Address to listen on'),
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .default(8787)
    .describe('Port to listen on; 0 takes a free one'),
  DATA_DIR: z
    .string()
    .min(1)
    .default('.data')
    .describe('Folder of the embedded database, its caches and the session key'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('PostGIS server to use instead of the embedded database'),
  DATABASE_READ_URLS: list(z.url({ protocol: /^postgres(ql)?$/ })).describe(
    'Read replicas, separated by commas; the primary by default',
  ),
  DATABASE_ADMIN_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('Connection for migrations and LISTEN; DATABASE_URL by default'),
  DEMO_CITY: z
    .enum(['on', 'off'])
    .default('on')
    .describe('Load the generated demo city into an empty database'),
  DEMO_MODE: z
    .enum(['auto', 'on', 'off'])
    .default('auto')
    .describe(
      'One-click roles without accounts; auto: only with the embedded database on a loopback address',
    ),
  SESSION_SECRET: z
    .string()
    .min(32)
    .optional()
    .describe(
      'Key that signs sessions; made and kept in DATA_DIR by default; set it when several servers share the work',
    ),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'Address under which readers reach the server, for links in answers; the request’s own by default',
    ),
  TRUSTED_PROXIES: z.coerce
    .number()
    .int()
    .min(0)
    .max(10)
    .default(0)
    .describe('Proxies in front of the server, whose X-Forwarded-For and X-Forwarded-Proto are believed'),
  REQUESTS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .default(3000)
    .describe(
      'Requests of one holder or address in a minute before it must wait; ready tiles do not count; 0: no limit',
    ),
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('OpenID Connect provider through which people may sign in; needs PUBLIC_URL'),
  OIDC_CLIENT_ID: z.string().min(1).optional().describe('Name of this server at the provider'),
  OIDC_CLIENT_SECRET: z.string().min(1).optional().describe('Secret of this server at the provider'),
  OIDC_NAME: z
    .string()
    .min(1)
    .default('OpenID Connect')
    .describe('What the button on the sign-in page calls the provider'),
  OIDC_CLAIM: z
    .string()
    .min(1)
    .default('sub')
    .describe('Claim that names a person at the provider; an account carries the same value'),
  WEBHOOK_NETWORKS: list(
    z.string().refine((text) => isNetwork(text), 'expects networks such as 10.1.0.0/16'),
  ).describe(
    'Private networks that webhooks may call, such as 10.1.0.0/16, separated by commas; public addresses only by default',
  ),
  BASEMAP_NETWORKS: list(
    z.string().refine((text) => isNetwork(text), 'expects networks such as 10.1.0.0/16'),
  ).describe(
    'Private networks that a city’s basemap may come from, separated by commas; public addresses only by default',
  ),
  TIANDITU_KEY: z
    .string()
    .regex(/^[0-9a-zA-Z]{16,64}$/)
    .optional()
    .describe('Key for Tianditu (server kind), needed where a city chooses it as its basemap'),
  AUDIT_HEADS_URL: z
    .url({ protocol: /^(https?|syslog)$/ })
    .optional()
    .describe(
      'Where the newest hash of every audit log is sent each hour: syslog://host:514 (UDP) or an address for POST; nowhere by default',
    ),
  TILE_CACHE_MB: z.coerce
    .number()
    .int()
    .min(0)
    .max(65536)
    .default(96)
    .describe('Memory for ready tiles; 0 keeps none'),
  CITIES_IN_MEMORY: z.coerce
    .number()
    .int()
    .min(1)
    .max(10000)
    .default(8)
    .describe('Cities kept in memory; up to twice as many while all of them are read'),
  POLL_SECONDS: z.coerce
    .number()
    .min(1)
    .max(3600)
    .default(15)
    .describe('How often revisions are looked up, in case a notification was lost'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least severity that is logged'),
})

export type Settings = z.infer<typeof settingsSchema> & { demoMode: boolean }

export function readSettings(environment: Record<string, string | undefined>): Settings {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => name in settingsSchema.shape && value !== ''),
  )
  const parsed = settingsSchema.safeParse(given)
  if (!parsed.success) {
    const reasons = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new StartError(`Settings are not usable – ${reasons.join('; ')}`)
  }
  const settings = parsed.data
  if (
    settings.OIDC_ISSUER !== undefined &&
    (settings.OIDC_CLIENT_ID === undefined ||
      settings.OIDC_CLIENT_SECRET === undefined ||
      settings.PUBLIC_URL === undefined)
  ) {
    throw new StartError(
      'OIDC_ISSUER is set: OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and PUBLIC_URL are needed as well.',
    )
  }
  if (
    settings.OIDC_ISSUER?.startsWith('http:') === true &&
    !isLoopback(new URL(settings.OIDC_ISSUER).hostname)
  ) {
    throw new StartError(
      'OIDC_ISSUER must begin with https: passwords and tokens would go over the network unprotected.',
    )
  }
  const loopback = isLoopback(settings.HOST)
  const demoMode =
    settings.DEMO_MODE === 'on' ||
    (settings.DEMO_MODE === 'auto' && loopback && settings.DATABASE_URL === undefined)
  return { ...settings, demoMode }
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

function isNetwork(text: string): boolean {
  const [address = '', bits = '', ...more] = text.split('/')
  const most = isIP(address) === 6 ? 128 : 32
  return more.length === 0 && isIP(address) > 0 && /^[0-9]{1,3}$/.test(bits) && Number(bits) <= most
}

function list<T extends z.ZodType<string, string>>(item: T) {
  return z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .pipe(z.array(item))
    .optional()
}
