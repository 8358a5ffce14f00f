// dagitty's JavaScript as a contender: answers one request a line, like peers.py.
//
//     node dagitty.mjs PATH/TO/dagitty-alg.js [separator]
//
// Its function for adjustment sets lists them, and the first one is taken. It also has a
// faster function for one separator, which its instruments use; with "separator" that one is
// asked, and nothing else.
import { readFileSync } from "node:fs"
import { createInterface } from "node:readline"
import vm from "node:vm"

const sandbox = vm.createContext({ console })
vm.runInContext(readFileSync(process.argv[2], "utf8"), sandbox)
const { Graph, GraphAnalyzer, GraphTransformer } = sandbox.DAGitty
const FIRST = 100
const EVERY = 1000000
const onlySeparator = process.argv[3] === "separator"

function converted(asked) {
  const graph = new Graph()
  graph.setType("dag")
  for (const name of asked.nodes) graph.addVertex(name)
  for (const [start, end] of asked.edges)
    graph.quickAddDirectedEdge(graph.getVertex(start), graph.getVertex(end))
  for (const name of asked.latent) graph.addLatentNode(graph.getVertex(name))
  graph.addSource(graph.getVertex(asked.exposure))
  graph.addTarget(graph.getVertex(asked.outcome))
  return graph
}

const names = (vertices) => vertices.map((vertex) => vertex.id)

function separator(graph) {
  const backdoor = GraphTransformer.backDoorGraph(graph)
  const forbidden = GraphAnalyzer.dpcp(graph).map((vertex) => backdoor.getVertex(vertex.id))
  const [x, y] = [backdoor.getSources(), backdoor.getTargets()]
  const found = GraphAnalyzer.findMinimalSeparator(backdoor, x, y, [], forbidden)
  return found === false ? null : names(found)
}

const listed = (graph, most) => GraphAnalyzer.listMsasTotalEffect(graph, [], [], most).map(names)
const first = (graph) => listed(graph, 1)[0] ?? null

function tasks(asked) {
  const graph = converted(asked)
  const minimal = onlySeparator ? separator : first
  const oneSet = {
    "minimal set": () => minimal(graph),
    converted: () => minimal(converted(asked)),
  }
  return onlySeparator ? oneSet : { ...oneSet, ...otherTasks(asked, graph) }
}

function otherTasks(asked, graph) {
  const vertices = (chosen) => chosen.map((name) => graph.getVertex(name))
  const connected = (a, b, given) =>
    GraphAnalyzer.dConnected(graph, vertices([a]), vertices([b]), vertices(given))
  return {
    conversion: () => converted(asked) && null,
    validity: () => asked.adjusted.map((set) => GraphAnalyzer.isAdjustmentSet(graph, vertices(set))),
    separation: () => asked.separations.map((query) => !connected(...query)),
    "first sets": () => listed(graph, FIRST),
    "every set": () => listed(graph, EVERY),
    instruments: () =>
      GraphAnalyzer.conditionalInstruments(graph).map(([name, given]) => [name.id, names(given)]),
  }
}

function timed(call, secondsEnough = 0.3, timesEnough = 7) {
  const seconds = []
  let answer = null
  let total = 0
  while (total < secondsEnough && seconds.length < timesEnough) {
    const started = process.hrtime.bigint()
    answer = call()
    seconds.push(Number(process.hrtime.bigint() - started) / 1e9)
    total += seconds.at(-1)
  }
  return { seconds, answer }
}

let known = { path: "", tasks: {} }
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line)
  let reply
  try {
    if (known.path !== request.questions) {
      const asked = JSON.parse(readFileSync(request.questions, "utf8"))
      known = { path: request.questions, tasks: tasks(asked) }
    }
    const call = known.tasks[request.task]
    reply = call ? timed(call) : { error: "no such function" }
  } catch (error) {
    reply = { error: String(error).slice(0, 200) }
  }
  process.stdout.write(JSON.stringify(reply) + "\n")
}
