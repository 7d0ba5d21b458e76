import { useState } from "preact/hooks";
import { useFetched } from "../live/fetched";

/** Text to take along, and a button that takes it. */
export function Snippet({ title, text }: { title: string; text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard.writeText(text).then(() => (setCopied(true), setTimeout(() => setCopied(false), 2_000)), () => undefined);
  return (
    <figure class="snippet">
      <figcaption>
        {title}
        {"clipboard" in navigator && <button type="button" class="plain" onClick={copy} aria-label={`Copy: ${title}`}>{copied ? "copied" : "copy"}</button>}
      </figcaption>
      <pre><code>{text}</code></pre>
    </figure>
  );
}

/** Commands that send a first run to this server, with its own addresses. */
export function FirstRun() {
  const connection = useFetched<{ bootstrap_servers: string }>("/connection");
  const kafka = connection.data?.bootstrap_servers ?? "HOST:PORT";
  return (
    <div class="snippets">
      <Snippet title="Logs that are there, or that grow" text={`./gradwatch attach --bootstrap-servers ${kafka} runs/`} />
      <Snippet title="Python, on the host of gradwatch up or gradwatch agent" text={`import gradwatch\n\nrun = gradwatch.init(project="digits", name="first")\nfor step in range(100):\n    run.log({"loss": 1 / (1 + step)})`} />
      <Snippet title="Java" text={`// export GRADWATCH_BOOTSTRAP_SERVERS=${kafka}\nTrainingRun run = TrainingRun.start(\n        RunDescription.builder().project("digits").name("first").build(),\n        AgentSettings.fromEnvironment(System.getenv()));\nrun.step(1).loss(0.5).publish();`} />
      <Snippet title="Ask this server from a terminal" text={`./gradwatch runs --server ${location.origin}`} />
    </div>
  );
}
