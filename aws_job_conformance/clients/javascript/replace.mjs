// replace has the client take another SDK: the packages of a folder, a checkout of aws-sdk-js-v3 or
// one package of it, or of each client the newest that is no newer than a version, as `@3.1100.0`.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const PLACES = [".", "others"]; // each has a package.json of its own
const by = process.argv[2];
const read = (path) => JSON.parse(readFileSync(path));
const below = (path) => (existsSync(path) ? readdirSync(path).map((name) => join(path, name)) : []);

function packages(folder) {
  const every = ["clients", "packages", "packages-internal"].flatMap((name) => below(join(folder, name)));
  return [folder, ...every].filter((path) => existsSync(join(path, "package.json")));
}

// Where a package stands, wherever npm has put it.
function installed(name, place) {
  const here = join(place, "node_modules");
  const all = below(here).flatMap((path) => (path.includes("@") ? below(path) : [path]));
  const deeper = all.flatMap((path) => installed(name, path));
  return [join(here, name), ...deeper].filter((path) => existsSync(join(path, "package.json")));
}

function replaced(folder) {
  const { name, main, version } = read(join(folder, "package.json"));
  const found = PLACES.flatMap((place) => installed(name, place));
  if (found.length && !existsSync(join(folder, main))) {
    throw new Error(`${folder} has no ${main}: build it first, as its own README says`);
  }
  for (const path of found) {
    rmSync(path, { recursive: true });
    const own = (file) => file !== join(folder, "node_modules");
    cpSync(folder, path, { recursive: true, filter: own });
    console.log(`${name} ${version} of ${folder}`);
  }
  return found.length;
}

function versioned(place, version) {
  const names = Object.keys(read(join(place, "package.json")).dependencies);
  const clients = names.filter((name) => name.includes("/client-"));
  const wanted = clients.map((name) => `${name}@<=${version}`);
  const also = ["--silent", "--prefix", place];
  execFileSync("npm", ["install", ...also, ...wanted], { stdio: "inherit" });
}

// What package.json pins is what is there now: the client tells its version from it.
function pinned(place) {
  const path = join(place, "package.json");
  const told = read(path);
  for (const name of Object.keys(told.dependencies)) {
    told.dependencies[name] = read(join(place, "node_modules", name, "package.json")).version;
  }
  writeFileSync(path, JSON.stringify(told));
}

try {
  if (by.startsWith("@")) PLACES.forEach((place) => versioned(place, by.slice(1)));
  else if (!packages(by).map(replaced).some(Boolean)) {
    throw new Error(`${by} has no package that is asked: give a checkout of aws-sdk-js-v3, or one of its clients`);
  }
  PLACES.forEach(pinned);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
