import { answerQuestions } from '../../api/answer-questions.ts'

/** A thread for tests: says what it hears, unless it is told to throw or to end. */
answerQuestions((task: string) => {
  if (task === 'throw') throw new Error('as told')
  if (task === 'end') process.exit(1)
  if (task === 'fail')
    setImmediate(() => {
      throw new Error('out of nothing')
    })
  return task
})
