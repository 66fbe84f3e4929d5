/** Where an oidc-provider of the tests keeps its things: memory of its own, so that two never share any. */
type Payload = Record<string, unknown>;

export function createStorage() {
  const rows = new Map<string, { payload: Payload; expiresAt: number }>();

  return class MemoryStorage {
    /** Everything of one kind is gone, `AccessToken` for one. */
    static forget(model: string): void {
      for (const key of rows.keys()) if (key.startsWith(`${model}:`)) rows.delete(key);
    }

    readonly model: string;

    constructor(model: string) {
      this.model = model;
    }

    async upsert(id: string, payload: Payload, expiresIn?: number): Promise<void> {
      const expiresAt = expiresIn === undefined ? Number.POSITIVE_INFINITY : Date.now() + expiresIn * 1000;
      rows.set(`${this.model}:${id}`, { payload, expiresAt });
    }

    async find(id: string): Promise<Payload | undefined> {
      const row = rows.get(`${this.model}:${id}`);
      return row && row.expiresAt > Date.now() ? row.payload : undefined;
    }

    findByUid = (uid: string) => this.findBy('uid', uid);
    findByUserCode = (userCode: string) => this.findBy('userCode', userCode);

    async findBy(field: string, value: string): Promise<Payload | undefined> {
      for (const [key, row] of rows) {
        if (key.startsWith(`${this.model}:`) && row.payload[field] === value) return row.payload;
      }
      return undefined;
    }

    async consume(id: string): Promise<void> {
      const row = rows.get(`${this.model}:${id}`);
      if (row) row.payload.consumed = Math.floor(Date.now() / 1000);
    }

    async destroy(id: string): Promise<void> {
      rows.delete(`${this.model}:${id}`);
    }

    async revokeByGrantId(grantId: string): Promise<void> {
      for (const [key, row] of rows) {
        if (key.startsWith(`${this.model}:`) && row.payload.grantId === grantId) rows.delete(key);
      }
    }
  };
}
