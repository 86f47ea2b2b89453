export const APP_ID = "0f6a9c0e-3a51-4c55-9d0c-6f1a4d1f7d11";
export const APP_SECRET = btoa("x".repeat(64));
export const RECORD_ID = "ada";
