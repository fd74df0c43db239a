// The program that the browser tests run against: started on a database in a folder of its own, stopped, and started
// again on the same database and port.

import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setting } from "./sample";

/** How long a program may take to say where it listens. */
const START_MS = 20_000;

/** One program, which nobody else uses. */
export class Program {
  /** Where it listens, `http://127.0.0.1:<port>`. */
  address = "";
  /** What the set-up page of an empty installation asks for. */
  token = "";
  private server: ChildProcess | undefined;

  private constructor(
    private readonly directory: string,
    private readonly isEmpty: boolean,
  ) {}

  /** Starts it on a copy of the sample board. */
  static async withSample(): Promise<Program> {
    const program = new Program(mkdtempSync(join(tmpdir(), "section11-server-")), false);
    // The database, with its log of late writes if it has one.
    for (const part of ["", "-wal"]) {
      const source = setting("SAMPLE_DATABASE") + part;
      if (existsSync(source)) copyFileSync(source, program.database + part);
    }
    await program.run("127.0.0.1:0", []);
    return program;
  }

  /** Starts it on a database that does not exist yet. */
  static async empty(): Promise<Program> {
    const program = new Program(mkdtempSync(join(tmpdir(), "section11-empty-")), true);
    await program.run("127.0.0.1:0", ["--create"]);
    return program;
  }

  /** Starts it again where it was. */
  async start(): Promise<void> {
    await this.run(new URL(this.address).host, []);
  }

  /** Ends it, and returns when it has ended. Its database stays. */
  async stop(): Promise<void> {
    const { server } = this;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server.once("exit", resolve));
    const impatient = setTimeout(() => server.kill("SIGKILL"), 5_000);
    server.kill("SIGTERM");
    await ended;
    clearTimeout(impatient);
  }

  /** Ends it and removes its database. */
  async remove(): Promise<void> {
    await this.stop();
    process.off("exit", this.kill);
    rmSync(this.directory, { recursive: true, force: true });
  }

  private get database(): string {
    return join(this.directory, "section11.db");
  }

  /** A worker that is ended before its fixtures are leaves no program behind. */
  private readonly kill = (): void => {
    this.server?.kill("SIGKILL");
  };

  private async run(listen: string, options: string[]): Promise<void> {
    const server = spawn(setting("S11_BINARY"), ["serve", "--database", this.database, "--listen", listen, ...options], {
      cwd: this.directory,
      env: { ...process.env, LEPTOS_SITE_ROOT: setting("S11_SITE") },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.server = server;
    process.off("exit", this.kill);
    process.once("exit", this.kill);
    try {
      await this.listening(server);
    } catch (error) {
      await this.remove();
      throw error;
    }
  }

  /** Waits for the address, and for the token where one follows. Keeps the output for a program that does not start. */
  private listening(server: ChildProcess): Promise<void> {
    return new Promise((resolve, reject) => {
      const said: string[] = [];
      const fail = (why: string) => reject(new Error(`the program ${why}\n${said.join("\n")}`));
      const timer = setTimeout(() => fail(`named no address within ${START_MS / 1000} seconds`), START_MS);
      server.once("error", (error) => fail(`could not be started: ${error.message}`));
      server.once("exit", (code, signal) => fail(`ended at once (${code ?? signal})`));
      const heard = (line: string): void => {
        this.address ||= /^section11 is at (http:\/\/127\.0\.0\.1:\d+)$/.exec(line)?.[1] ?? "";
        this.token ||= /^ {2}(\S+)$/.exec(line)?.[1] ?? "";
        if (!this.address || (this.isEmpty && !this.token)) return;
        clearTimeout(timer);
        resolve();
      };
      for (const output of [server.stdout, server.stderr]) {
        if (!output) continue;
        // Read to the end, so that a full pipe never stops the program.
        createInterface({ input: output }).on("line", (line) => {
          if (said.length < 100) said.push(line);
          if (output === server.stdout) heard(line);
        });
      }
    });
  }
}
