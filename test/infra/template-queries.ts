import type { Template } from "aws-cdk-lib/assertions";

/** A resource as the template has it. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** All resources of a type by their logical id. */
export function resourcesOf(template: Template, type: string): Readonly<Record<string, Resource>> {
  return template.findResources(type) as Record<string, Resource>;
}

/** The resource with that logical id, which must be there. */
export function resource(template: Template, logicalId: string): Resource {
  const found = (template.toJSON().Resources as Record<string, Resource>)[logicalId];
  if (found === undefined) throw new Error(`the template has no ${logicalId}`);
  return found;
}

/** An intrinsic as one readable text: `<FlagsTable.Arn>`, `<PolicyParameter>`, `<Map[key].Field>`, joined parts in their order. */
export function readable(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return String(value);
  if ("Ref" in value) return `<${String(value.Ref)}>`;
  if ("Fn::GetAtt" in value && Array.isArray(value["Fn::GetAtt"])) return `<${value["Fn::GetAtt"].join(".")}>`;
  if ("Fn::FindInMap" in value && Array.isArray(value["Fn::FindInMap"])) {
    const [map, key, field]: unknown[] = value["Fn::FindInMap"];
    return `<${readable(map)}[${readable(key)}].${readable(field)}>`;
  }
  if ("Fn::Join" in value && Array.isArray(value["Fn::Join"])) {
    const [glue, parts]: unknown[] = value["Fn::Join"];
    if (typeof glue === "string" && Array.isArray(parts)) return parts.map(readable).join(glue);
  }
  throw new Error(`no text: ${JSON.stringify(value)}`);
}

/** What may be one or many in a policy, as many. */
export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
