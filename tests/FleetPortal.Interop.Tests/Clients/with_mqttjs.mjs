// One step of a test with MQTT.js. Prints one line of JSON and exits.
//   node with_mqttjs.mjs STEP '{"url", "ca", "cert", "key", "clientId", "version", "topic", "will", "response"}'
import { readFileSync } from 'node:fs'
import mqtt from 'mqtt'

const [step, text] = process.argv.slice(2)
const given = JSON.parse(text)
const durable = step === 'subscribe' || step === 'resume'
const v5 = given.version === 5

const client = mqtt.connect(given.url, {
  ca: readFileSync(given.ca), cert: readFileSync(given.cert), key: readFileSync(given.key),
  clientId: given.clientId, protocolVersion: given.version, clean: !durable, reconnectPeriod: 0, connectTimeout: 20_000,
  properties: v5 && durable ? { sessionExpiryInterval: 3600 } : undefined,
  will: given.will ? { topic: given.will, payload: 'gone', qos: 1 } : undefined
})

const done = (answer) => {
  console.log(JSON.stringify(answer))
  client.end(false, {}, () => process.exit(0))
}

client.on('error', (error) => {
  console.log(JSON.stringify({ error: error.message }))
  process.exit(1)
})

client.on('connect', async ({ sessionPresent }) => {
  switch (step) {
    case 'subscribe':
      done({ sessionPresent, granted: await client.subscribeAsync(given.topic, { qos: 1 }) })
      break
    case 'resume':
      client.on('message', (topic, payload) => done({ sessionPresent, topic, payload: payload.toString() }))
      break
    case 'listen':
      client.on('message', (topic, payload, packet) =>
        done({ topic, payload: payload.toString(), origin: packet.properties?.userProperties?.['fleet-thing'] }))
      await client.subscribeAsync(given.topic, { qos: 1 })
      console.error('listening')
      break
    case 'die':
      console.log(JSON.stringify({ sessionPresent }))
      client.stream.destroy()
      process.exit(0)
      break
    case 'publish':
      await client.publishAsync(given.topic, 'hello', { qos: 2 })
      done({ published: true })
      break
    case 'ask':
      client.on('message', (topic, payload, packet) =>
        done({ topic, payload: payload.toString(), correlation: packet.properties?.correlationData?.toString() }))
      await client.subscribeAsync(given.response, { qos: 1 })
      await client.publishAsync(given.topic, 'question',
        { qos: 1, properties: { responseTopic: given.response, correlationData: Buffer.from('42') } })
      console.error('listening')
      break
    case 'answer':
      client.on('message', async (topic, payload, packet) => {
        await client.publishAsync(packet.properties.responseTopic, 'answer',
          { qos: 1, properties: { correlationData: packet.properties.correlationData } })
        done({ answered: packet.properties.responseTopic })
      })
      await client.subscribeAsync(given.topic, { qos: 1 })
      console.error('listening')
      break
  }
})
