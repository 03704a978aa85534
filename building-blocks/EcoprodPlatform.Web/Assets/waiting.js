// What has not arrived waits on this device: it outlives the page, leaves by itself once the network is back, and only from one of the open tabs.
// Sent again after an answer that was lost on the way back, it must not count twice: what receives it tells by a version or an id.

/**
 * The entries of one key.
 * request(id, entry): address and options of fetch, or nothing where the entry is of no use any more.
 * arrived(id, answer, sent): after any answer but "later" and "sign in first"; whether the entry is done with.
 * told(state): after every change, "" or why entries wait: "network", "session".
 */
export function waiting(key, { request, arrived, told }) {
  const place = id => `${key}#${id}`;
  const underWay = new Set();
  let state = "";
  let again;

  const read = id => JSON.parse(localStorage.getItem(place(id)));
  const all = () => Object.keys(localStorage).filter(k => k.startsWith(place(""))).map(k => k.slice(place("").length))
    .map(id => ({ id, ...read(id) })).sort((a, b) => a.at - b.at);
  const open = () => all().filter(e => !e.refused);
  const say = now => {
    state = open().length > 0 ? now : "";
    told(state);
  };

  function put(id, entry) {
    const there = read(id);
    // The stamp tells an entry from the one that was on its way under the same id.
    localStorage.setItem(place(id), JSON.stringify({ ...entry, at: there?.at ?? Date.now(), stamp: (there?.stamp ?? 0) + 1 }));
  }

  function drop(id) {
    localStorage.removeItem(place(id));
    say(state);
  }

  async function leave(id) {
    if (underWay.has(id)) return;
    underWay.add(id);
    let became;
    try {
      became = await alone(place(id), () => send(id));
    } catch {
      became = "network";
    } finally {
      underWay.delete(id);
    }
    if (became === "changed") return leave(id);
    say(became);
    if (state === "network") {
      clearTimeout(again);
      again = setTimeout(sendAll, 5000);
    }
  }

  async function send(id) {
    const sent = read(id);
    if (!sent || sent.refused) return "";
    const asked = await request(id, sent);
    if (!asked) {
      localStorage.removeItem(place(id));
      return "";
    }
    const [address, options] = asked;
    // Whoever goes on at once loses nothing; whoever is on a train is not held by a connection that died.
    const answer = await fetch(address, { keepalive: true, signal: AbortSignal.timeout(20_000), ...options });
    if (answer.status >= 500 || answer.status === 429) return "network";
    if (answer.status === 401) return "session";
    const isDone = await arrived(id, answer, sent);
    const now = read(id);
    if (now && now.stamp !== sent.stamp && !now.refused) return "changed";
    if (isDone && now) localStorage.removeItem(place(id));
    return "";
  }

  function sendAll() {
    for (const { id } of open()) leave(id);
  }

  addEventListener("online", sendAll);
  addEventListener("storage", e => { if (e.key === null || e.key.startsWith(place(""))) say(state); });
  return { put, drop, read, all, open, leave, sendAll };
}

/** One tab at a time; where the browser has no locks, what receives it tells the second one. */
function alone(name, act) {
  return navigator.locks ? navigator.locks.request(name, act) : act();
}
