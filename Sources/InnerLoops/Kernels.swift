import CKernels

/// The inner loops of one instruction set.
///
/// Not checked by the compiler: the functions have no state.
package struct Kernels: @unchecked Sendable {
    package let instructionSet: InstructionSet
    package let functions: ck_kernels

    /// The inner loops of an instruction set; nil where this processor cannot run them.
    ///
    /// - Parameter set: Which one.
    package init?(running set: InstructionSet) {
        guard let functions = set.functions else { return nil }
        (instructionSet, self.functions) = (set, functions)
    }
}
