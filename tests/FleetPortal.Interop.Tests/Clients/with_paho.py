# One step of a test with Eclipse Paho for Python, as Debian has it. Prints one line of JSON and exits.
#   python3 with_paho.py STEP '{"host", "port", "webSocket", "ca", "cert", "key", "clientId", "version", "topic", "will", "response"}'
import json
import os
import sys

import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

step, given = sys.argv[1], json.loads(sys.argv[2])
durable = step in ("subscribe", "resume")
v5 = given["version"] == 5
more = {} if v5 else {"clean_session": not durable}
client = mqtt.Client(given["clientId"], protocol=mqtt.MQTTv5 if v5 else mqtt.MQTTv311,
                     transport="websockets" if given["webSocket"] else "tcp", **more)
client.tls_set(given["ca"], given["cert"], given["key"])
if given["webSocket"]:
    client.ws_set_options(path="/mqtt")
if given.get("will"):
    client.will_set(given["will"], "gone", qos=1)
state = {}


def done(**answer):
    print(json.dumps(answer), flush=True)
    client.disconnect()


def ready():
    print("listening", file=sys.stderr, flush=True)


def on_connect(client, userdata, flags, reason, properties=None):
    code = reason.value if v5 else reason
    if code != 0:
        print(json.dumps({"error": code}), flush=True)
        os._exit(1)
    state["sessionPresent"] = bool(flags["session present"])
    if step in ("subscribe", "listen", "answer"):
        client.subscribe(given["topic"], qos=1)
    elif step == "ask":
        client.subscribe(given["response"], qos=1)
    elif step == "publish":
        client.publish(given["topic"], "hello", qos=2)
    elif step == "die":
        print(json.dumps(state), flush=True)
        os._exit(0)


def on_subscribe(client, userdata, mid, granted, properties=None):
    if step == "subscribe":
        done(**state)
    elif step == "ask":
        properties = Properties(PacketTypes.PUBLISH)
        properties.ResponseTopic = given["response"]
        properties.CorrelationData = b"42"
        client.publish(given["topic"], "question", qos=1, properties=properties)
        ready()
    else:
        ready()


def on_publish(client, userdata, mid):
    if step == "publish":
        done(published=True)
    elif step == "answer":
        done(answered=True)


def on_message(client, userdata, message):
    text = message.payload.decode()
    if step == "answer":
        properties = Properties(PacketTypes.PUBLISH)
        properties.CorrelationData = message.properties.CorrelationData
        client.publish(message.properties.ResponseTopic, "answer", qos=1, properties=properties)
        return
    answer = dict(state, topic=message.topic, payload=text)
    if v5:
        answer["origin"] = dict(getattr(message.properties, "UserProperty", [])).get("fleet-thing")
        if hasattr(message.properties, "CorrelationData"):
            answer["correlation"] = message.properties.CorrelationData.decode()
    done(**answer)


client.on_connect, client.on_subscribe, client.on_publish, client.on_message = on_connect, on_subscribe, on_publish, on_message
options = {}
if v5:
    properties = Properties(PacketTypes.CONNECT)
    properties.SessionExpiryInterval = 3600 if durable else 0
    options = {"clean_start": not durable, "properties": properties}
client.connect(given["host"], given["port"], keepalive=30, **options)
client.loop_forever()
