/**
 * The shell command that asks for the Edges API key and puts it into a secret: what comes before the secret's name, and
 * after. The key is on no command line, where other users of the machine could read it.
 */
export const FILL_IN_COMMAND = {
  before: 'printf "Edges API key: "; read -rs KEY; printf %s "$KEY" | aws secretsmanager put-secret-value --secret-id ',
  after: " --secret-string file:///dev/stdin; unset KEY",
} as const;
