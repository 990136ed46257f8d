import { Aws } from "aws-cdk-lib";
import { CfnNamedQuery, CfnWorkGroup } from "aws-cdk-lib/aws-athena";
import { CfnDatabase, CfnTable } from "aws-cdk-lib/aws-glue";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { dayGridSql } from "../archive/day-grid-sql.ts";
import { catalogName } from "../archive/exports-sql.ts";
import { EXPORT_PREFIX, EXPORTED_TABLES, type ExportedTable, LINE_COLUMN, RESULT_PREFIX } from "../contract/archive.ts";
import { pinLogicalId } from "./pin-logical-id.ts";

/** A query that would read more is stopped: a slip of the pen costs no more than a dollar, at five dollars a terabyte. */
const MAX_BYTES_A_QUERY = 200 * 1_000 ** 3;

/** The name of the query, and in the documents. */
export const DAY_GRID_QUERY = "Day grid";

/** What Athena needs to ask the exports: their tables, a workgroup with a limit, and the query. */
export class ArchiveCatalog extends Construct {
  readonly database: CfnDatabase;
  readonly workgroup: CfnWorkGroup;

  constructor(scope: Construct, id: string, stackName: string, bucket: Bucket) {
    super(scope, id);
    // The catalog takes lower case, digits and underscores alone; a stack's name has no underscore of its own.
    const database = `${stackName.toLowerCase().replaceAll("-", "_")}_archive`;
    this.database = new CfnDatabase(this, "Database", {
      catalogId: Aws.ACCOUNT_ID,
      databaseInput: { name: database, description: `Exports of the tables of ${stackName}` },
    });
    pinLogicalId(this.database, "ArchiveDatabase");
    for (const table of EXPORTED_TABLES) this.table(table, bucket);
    this.workgroup = new CfnWorkGroup(this, "Workgroup", {
      name: `${stackName}-archive`,
      description: `Queries on the exports of ${stackName}`,
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        bytesScannedCutoffPerQuery: MAX_BYTES_A_QUERY,
        engineVersion: { selectedEngineVersion: "Athena engine version 3" },
        resultConfiguration: {
          outputLocation: bucket.s3UrlForObject(RESULT_PREFIX),
          encryptionConfiguration: { encryptionOption: "SSE_S3" },
        },
      },
    });
    pinLogicalId(this.workgroup, "ArchiveWorkgroup");
    const query = new CfnNamedQuery(this, "DayGrid", {
      name: DAY_GRID_QUERY,
      description: "What `sweeper report --day-grid` reads",
      database: this.database.ref,
      workGroup: this.workgroup.ref,
      queryString: dayGridSql(),
    });
    pinLogicalId(query, "ArchiveDayGrid");
  }

  /**
   * Lines as they are, which the query takes apart itself: a JSON SerDe would stop at the manifests' checksums, or drop in
   * silence what it cannot read. The separator of columns is Hive's own, U+0001, which no JSON text has in it unescaped.
   */
  private table(name: ExportedTable, bucket: Bucket): void {
    const table = new CfnTable(this, name, {
      catalogId: Aws.ACCOUNT_ID,
      databaseName: this.database.ref,
      tableInput: {
        name: catalogName(name),
        tableType: "EXTERNAL_TABLE",
        parameters: { EXTERNAL: "TRUE" },
        storageDescriptor: {
          columns: [{ name: LINE_COLUMN, type: "string" }],
          location: bucket.s3UrlForObject(`${EXPORT_PREFIX}${name}/`),
          inputFormat: "org.apache.hadoop.mapred.TextInputFormat",
          outputFormat: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
          serdeInfo: {
            serializationLibrary: "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
            parameters: { "serialization.format": "1" },
          },
        },
      },
    });
    pinLogicalId(table, `ArchiveTable${name}`);
  }
}
