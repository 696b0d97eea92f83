package dev.kvarium.lua;

/** The instructions; R is a register, K a constant, RK either, U a captured variable. */
final class Op {
  static final int MOVE = 0; // R[A] = R[B]
  static final int LOADK = 1; // R[A] = K[B]
  static final int LOADBOOL = 2; // R[A] = B != 0; skip one if C != 0
  static final int LOADNIL = 3; // R[A] … R[B] = nil
  static final int GETUPVAL = 4; // R[A] = U[B]
  static final int GETGLOBAL = 5; // R[A] = globals[K[B]]
  static final int GETTABLE = 6; // R[A] = R[B][RK[C]]
  static final int SETGLOBAL = 7; // globals[K[B]] = R[A]
  static final int SETUPVAL = 8; // U[B] = R[A]
  static final int SETTABLE = 9; // R[A][RK[B]] = RK[C]
  static final int NEWTABLE = 10; // R[A] = {} with room for B items and C fields
  static final int SELF = 11; // R[A+1] = R[B]; R[A] = R[B][RK[C]]
  static final int ADD = 12; // R[A] = RK[B] + RK[C]; the six follow in this order
  static final int SUB = 13;
  static final int MUL = 14;
  static final int DIV = 15;
  static final int MOD = 16;
  static final int POW = 17;
  static final int UNM = 18; // R[A] = -R[B]
  static final int NOT = 19;
  static final int LEN = 20;
  static final int CONCAT = 21; // R[A] = R[B] .. … .. R[C]
  static final int JMP = 22; // pc += B
  static final int EQ = 23; // if (RK[B] == RK[C]) != A then skip the jump that follows
  static final int LT = 24;
  static final int LE = 25;
  static final int TEST = 26; // if truth(R[A]) != C then skip the jump that follows
  static final int CALL = 27; // R[A](B-1 arguments), C-1 results; 0 for open
  static final int TAILCALL = 28; // return R[A](B-1 arguments)
  static final int RETURN = 29; // return R[A] …, B-1 of them; 0 for open
  static final int FORLOOP = 30; // R[A] += R[A+2]; if not past R[A+1] then pc += B, R[A+3] = R[A]
  static final int FORPREP = 31; // R[A] -= R[A+2]; pc += B
  static final int TFORCALL = 32; // R[A+3] … = R[A](R[A+1], R[A+2]), C of them
  static final int TFORTEST = 33; // if R[A+3] ~= nil then R[A+2] = R[A+3], pc += B
  static final int SETLIST = 34; // R[A][(C-1)*50+i] = R[A+i], B of them; 0 for open
  static final int CLOSE = 35; // captured variables from R[A] on leave the stack
  static final int CLOSURE = 36; // R[A] = function B
  static final int VARARG = 37; // R[A] … = the B-1 first of the open arguments; 0 for all

  private Op() {}

  static long of(int op, int a, int b, int c) {
    return op | (long) a << 8 | (b & 0xffffffL) << 16 | (long) c << 40;
  }

  static int b(long instruction) {
    return (int) (instruction << 24 >> 40);
  }

  static int c(long instruction) {
    return (int) (instruction >> 40);
  }
}
