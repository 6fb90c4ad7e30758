import type { ProgramLanguage } from "@/lib/core/program-languages";

/**
 * The smallest complete program that authenticates at `url` and prints the answer, without any library. All of them
 * read KEY_ID and KEY_SECRET from the environment, so none ever has a secret in its text.
 */
export function programIn(language: ProgramLanguage, url: string): string {
  return `${makers[language](url)}\n`;
}

const makers: Record<ProgramLanguage, (url: string) => string> = {
  curl: (url) => `curl -u "$KEY_ID:$KEY_SECRET" ${url}`,

  node: (url) => `// use-key.mjs
const { KEY_ID, KEY_SECRET } = process.env;
const response = await fetch("${url}", {
  headers: { Authorization: "Basic " + btoa(KEY_ID + ":" + KEY_SECRET) },
});
console.log(await response.json());`,

  python: (url) => `# use_key.py
import base64, os, urllib.request

pair = os.environ["KEY_ID"] + ":" + os.environ["KEY_SECRET"]
basic = base64.b64encode(pair.encode()).decode()
request = urllib.request.Request("${url}")
request.add_header("Authorization", "Basic " + basic)
print(urllib.request.urlopen(request).read().decode())`,

  php: (url) => `<?php // use-key.php
$basic = base64_encode(getenv("KEY_ID") . ":" . getenv("KEY_SECRET"));
$context = stream_context_create(["http" => [
    "header" => "Authorization: Basic " . $basic,
    "ignore_errors" => true,
]]);
echo file_get_contents("${url}", false, $context);`,

  java: (url) => `// Main.java
import java.net.URI;
import java.net.http.*;
import java.util.Base64;

class Main {
  public static void main(String[] args) throws Exception {
    var pair = System.getenv("KEY_ID") + ":" + System.getenv("KEY_SECRET");
    var basic = Base64.getEncoder().encodeToString(pair.getBytes());
    var url = URI.create("${url}");
    var request = HttpRequest.newBuilder(url).header("Authorization", "Basic " + basic);
    var asText = HttpResponse.BodyHandlers.ofString();
    var answer = HttpClient.newHttpClient().send(request.build(), asText);
    System.out.println(answer.body());
  }
}`,
};
