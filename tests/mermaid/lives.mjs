// Reads {name: text} and prints {name: {states, steps}} as Mermaid itself reads each text, or {said}.
import { text } from "node:stream/consumers";
import { JSDOM } from "jsdom";

// Mermaid cleans names with the help of a browser's document, whatever it is asked for.
const { window } = new JSDOM("");
Object.assign(globalThis, { window, document: window.document });
const { default: mermaid } = await import("mermaid");

await mermaid.parse("stateDiagram-v2"); // by which it knows the kinds of diagrams

const ENDS = { root_start: "[*]", root_end: "[*]" };

async function read(source) {
  try {
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(source);
    const shown = (id) => ENDS[id] ?? (db.getState(id).descriptions[0] || id);
    const states = [...db.getStates().keys()].filter((id) => !(id in ENDS)).map(shown);
    const steps = db.getRelations().map(({ id1, id2, relationTitle }) => [shown(id1), shown(id2), relationTitle || ""]);
    return { states, steps };
  } catch (error) {
    return { said: String(error) };
  }
}

const found = {};
for (const [name, source] of Object.entries(JSON.parse(await text(process.stdin)))) {
  found[name] = await read(source);
}
console.log(JSON.stringify(found));
