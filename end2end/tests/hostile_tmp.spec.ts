import { accounts } from "../accounts";
import { test, Watched } from "../hostile";
test("t", async ({ browser, address }) => {
  const a = await Watched.signedIn(browser, address, accounts.administrator);
  for (const path of ["/account", "/organisations/O-0022/edit", "/people/5/stop", "/organisations?q=zzz"]) {
    let t = Date.now();
    for (let i = 0; i < 20; i++) await a.page.goto(path);
    console.log(path, "goto", (Date.now() - t) / 20);
    t = Date.now();
    for (let i = 0; i < 20; i++) await a.page.goto(path, { waitUntil: "commit" });
    console.log(path, "commit", (Date.now() - t) / 20);
    t = Date.now();
    for (let i = 0; i < 20; i++) await a.lookHere();
    console.log(path, "lookHere", (Date.now() - t) / 20);
    t = Date.now();
    await a.page.evaluate(async (p) => { for (let i = 0; i < 20; i++) await (await fetch(p)).text(); }, path);
    console.log(path, "fetch", (Date.now() - t) / 20);
  }
});
