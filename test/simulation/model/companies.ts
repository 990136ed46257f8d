import { companyWords } from "../../../lib/domain/company-words.ts";
import type { CompanyLedger, CompanySuggestion } from "../../../lib/ledger/ledger.ts";

/** Companies by the words that tell them apart. */
export function createModelCompanies(): CompanyLedger {
  const companies = new Map<string, CompanySuggestion>();
  const keyOf = (name: string) => companyWords(name).join(" ");
  return {
    all: async () => [...companies.values()].sort((one, other) => (one.name < other.name ? -1 : 1)),
    async set(suggestion) {
      companies.set(keyOf(suggestion.name), suggestion);
    },
    take: async (name) => companies.delete(keyOf(name)),
  };
}
