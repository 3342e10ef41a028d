/**
 * Sent with every answer. Workers and images of the map are our own; nothing is ever fetched from elsewhere.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
    "img-src 'self' data: blob:",
    "worker-src 'self' blob:",
    "style-src 'self'",
    "script-src 'self'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(self), payment=()',
}

/** The editor of scenes shows the wall in a frame; nothing else may be framed, and by nobody else. */
const FRAMED = /^\/[0-9]{6}\/screen\/[^/]+$/
export function getFrameHeaders(path: string): Readonly<Record<string, string>> {
  if (!FRAMED.test(path)) return {}
  return {
    'content-security-policy': SECURITY_HEADERS['content-security-policy']!.replace(
      "frame-ancestors 'none'",
      "frame-ancestors 'self'",
    ),
    'x-frame-options': 'SAMEORIGIN',
  }
}

/** Only over https: a browser then never asks this name over http again. */
export const HTTPS_HEADERS: Readonly<Record<string, string>> = {
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
}
