// Sends a mail with the generated client, waits until it is delivered, and reads a refusal. infra/proofs/clients/check runs it.
import {
  Configuration,
  EventType,
  Lane,
  type Message,
  MessageState,
  type Problem,
  ProblemFromJSON,
  ResponseError,
  SendApi,
  type Status,
  StatusApi,
  SuppressionsApi,
} from "./client/index";

const LIMIT_MS = 120_000;
const PAUSE_MS = 200;

const configuration = new Configuration({
  basePath: setting("POSTRIDER_URL"),
  accessToken: setting("POSTRIDER_KEY"),
});
const send = new SendApi(configuration);
const status = new StatusApi(configuration);
const suppressions = new SuppressionsApi(configuration);
const recipient = "typescript@mail.example";

const message: Message = {
  from: { email: "news@shop.example", name: "Shop" },
  to: [{ email: recipient, name: "Ann", variables: { first_name: "Ann" } }],
  subject: "Hello {{first_name}}",
  text: "From the TypeScript client",
  html: "<p>From the TypeScript client</p>",
  lane: Lane.Transactional,
  campaign: "typescript",
  tags: { client: "typescript" },
  attachments: [{ filename: "hello.txt", contentType: "text/plain", content: Buffer.from("Hello").toString("base64") }],
};

async function main(): Promise<void> {
  const idempotencyKey = `typescript-${Date.now()}`;
  const accepted = await send.sendMessage({ message, idempotencyKey });
  const again = await send.sendMessage({ message, idempotencyKey });
  expect(accepted.accepted === 1 && again.id === accepted.id, "a repeated call is answered as the first one");

  const done = await delivered(accepted.id);
  expect(done.counts["delivered"] === 1, "the mail is delivered");
  expect(done.tags?.["client"] === "typescript" && done.lane === Lane.Transactional, "what was sent comes back");
  const events = await status.listEvents({ id: accepted.id });
  expect(events.events.some((event) => event.type === EventType.Delivered), "its history has the delivery");
  const found = await status.searchMessages({ recipient, from: new Date(done.acceptedAt.getTime() - 1000), limit: 10 });
  expect(found.messages.some((one) => one.id === accepted.id), "it is found by its recipient");

  const suppressed = await suppressions.suppressAddress({ address: "closed+1@mail.example" });
  expect((await suppressions.getSuppression({ address: suppressed.email })).origin === "api", "an address is suppressed");
  await suppressions.removeSuppression({ address: suppressed.email });

  const invalid = await refusal(() => send.sendMessage({ message: { ...message, subject: "a\nb" } }));
  expect(invalid.status === 422 && invalid.errors?.[0]?.pointer === "/subject", "a refusal names the field at fault");
  const unknown = await refusal(() => status.getMessage({ id: "0192f0c1-7a3b-7c4d-8e5f-6a7b8c9d0e1f" }));
  expect(unknown.type === "urn:postrider:problem:not-found", "an unknown message is not found");
  console.log("TypeScript: a mail is sent and delivered, refusals are read");
}

async function delivered(id: string): Promise<Status> {
  const limit = Date.now() + LIMIT_MS;
  for (;;) {
    const message = await status.getMessage({ id });
    if (message.state === MessageState.Done) {
      return message;
    }
    expect(Date.now() < limit, `the message ends; it is ${message.state}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** The problem document (RFC 9457) of a call that is refused. */
async function refusal(call: () => Promise<unknown>): Promise<Problem> {
  try {
    await call();
  } catch (error) {
    if (error instanceof ResponseError) {
      return ProblemFromJSON(await error.response.json());
    }
    throw error;
  }
  throw new Error("the call was not refused");
}

function expect(holds: boolean, what: string): void {
  if (!holds) {
    throw new Error(`not so: ${what}`);
  }
}

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`set ${name}`);
  }
  return value;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
