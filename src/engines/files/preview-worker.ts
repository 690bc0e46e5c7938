/** The preview thread: opens what strangers sent, away from the thread that serves everybody. It may be ended at any moment. */
import { parentPort } from 'node:worker_threads'
import { answer, PreviewFailure, type PreviewQuestion } from './preview.task.ts'

const port = parentPort
if (!port) throw new Error('the preview worker runs as a worker thread only')

// Its time is counted from here: a machine that is busy may take long to start a thread.
port.postMessage('ready')

port.on('message', (question: PreviewQuestion) => {
  answer(question).then(
    (found) => port.postMessage({ found }),
    (error: unknown) =>
      port.postMessage(
        error instanceof PreviewFailure ? { fault: error.fault, pages: error.pages } : { fault: 'unreadable', pages: 0 },
      ),
  )
})
