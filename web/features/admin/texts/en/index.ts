import actions from './actions.ts'
import reasons from './reasons.ts'
import signIn from './sign-in.ts'
import accounts from './accounts.ts'
import cities from './cities.ts'
import credentials from './credentials.ts'
import webhooks from './webhooks.ts'
import settings from './settings.ts'
import system from './system.ts'

export default {
  ...actions,
  ...reasons,
  ...signIn,
  ...accounts,
  ...cities,
  ...credentials,
  ...webhooks,
  ...settings,
  ...system,
}
