/**
 * One of the threads that run bcryptjs (lib/passwords/bcrypt-pool.ts). It is a file as it stands, in no bundle: the
 * dashboard's build copies it (next.config.mjs).
 */
import { readlinkSync } from "node:fs";
import { setPriority } from "node:os";
import bcrypt from "bcryptjs";

try {
  const thread = readlinkSync("/proc/thread-self").split("/").pop();
  setPriority(Number(thread), 10);
} catch {
  // Only Linux has priorities for threads; elsewhere hashing competes like everything else.
}

/** @type {(job: import("./bcrypt-pool").HashJob) => string | boolean} */
export default function hash(job) {
  return job.kind === "hash"
    ? bcrypt.hashSync(job.text, job.cost)
    : bcrypt.compareSync(job.text, job.hash);
}
