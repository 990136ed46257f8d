import { describe, expect, it } from "vitest";
import { identityLabels } from "../../../lib/report/html/identity-label.ts";
import { SAMPLES } from "./helpers/samples.ts";

const ID = "5f0c2f7e-3a51-4c58-9d2b-7c1e40a9b601";

describe("the label", () => {
  const labelOf = identityLabels(SAMPLES["a team of three"], new Map([[ID, "Ana <i>"]]));

  it("is the name with the short id, escaped", () => {
    expect(labelOf(ID).text).toBe("Ana <i> (5f0c2f7e)");
    expect(String(labelOf(ID).markup)).toBe('<bdi>Ana &lt;i&gt;</bdi> <span class="id"><bdi>5f0c2f7e</bdi></span>');
  });

  it("is the short id alone without a name", () => {
    const id = ID.replace("5f", "6f");

    expect([labelOf(id).text, String(labelOf(id).markup)]).toEqual(["6f0c2f7e", "<bdi>6f0c2f7e</bdi>"]);
  });
});
