import InnerLoops

extension Kernels {
    /// Points of a panel.
    var lanes: Int { Int(functions.lanes) }

    /// Channels that a panel of so many needs room for; narrow ones may take half of it.
    func words(_ channels: Int, narrow: Bool) -> Int {
        narrow && functions.pairs ? (channels + 1) / 2 : channels
    }

    /// The inner loops of an instruction set that this processor has.
    ///
    /// - Parameter set: Which one.
    /// - Throws: `InstructionSetError` where the processor does not have it.
    init(_ set: InstructionSet) throws(InstructionSetError) {
        guard let kernels = Kernels(running: set) else {
            throw InstructionSetError(
                name: set.rawValue, available: InstructionSet.available.map(\.rawValue))
        }
        self = kernels
    }
}
