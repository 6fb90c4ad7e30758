import type { RefObject } from "react";
import type { NotMeDone } from "@/lib/users/not-me-view";

interface NotMeResultProps {
  done: NotMeDone;
  supportEmail: string;
  headingRef: RefObject<HTMLHeadingElement | null>;
}

const link = "text-accent-text underline";

export function NotMeResult({ done, supportEmail, headingRef }: NotMeResultProps) {
  const { name, key, restored } = done;
  return (
    <div className="grid gap-4">
      <h1
        ref={headingRef}
        tabIndex={-1}
        className="font-semibold text-title tracking-tight outline-none"
      >
        The account is safe for now
      </h1>
      {restored ? (
        <p className="wrap-anywhere">
          The email for logging in is <strong className="font-semibold">{restored}</strong> again.
        </p>
      ) : null}
      <p className="wrap-anywhere">
        <strong className="font-semibold">{name}</strong> is logged out everywhere, and the password
        no longer works.
        {key ? (
          <>
            {" "}
            The {key.mode === "live" ? "Live" : "Test"} key{" "}
            <code className="font-mono text-13">{key.keyId}</code> is frozen.
          </>
        ) : null}
      </p>
      <h2 className="font-semibold">What to do next</h2>
      <ol className="grid list-decimal gap-1.5 pl-5">
        {restored ? (
          <li className="wrap-anywhere">
            Open the mail that we have just sent to {restored}, and choose a new password, one that
            is used nowhere else. Its link works for 15 minutes;{" "}
            <a className={link} href="/forgot-password">
              send another
            </a>{" "}
            after that.
          </li>
        ) : (
          <li>
            <a className={link} href="/forgot-password">
              Choose a new password
            </a>
            , one that is used nowhere else.
          </li>
        )}
        {key ? <li>Log in and regenerate the key: the frozen one stays refused.</li> : null}
        {restored ? (
          <li>
            Log in, and look at your mobile number, the second step of logging in, and the keys:
            they may have been changed too.
          </li>
        ) : null}
        <li className="wrap-anywhere">
          Questions, or anything else that wasn't you:{" "}
          <a className={link} href={`mailto:${supportEmail}`}>
            {supportEmail}
          </a>
        </li>
      </ol>
    </div>
  );
}
