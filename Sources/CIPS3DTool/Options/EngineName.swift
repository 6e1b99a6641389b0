import ArgumentParser

/// The engines on a command line.
enum EngineName: String, CaseIterable, ExpressibleByArgument {
    /// Tile by tile on a processor, without libtorch.
    case fused
    /// The networks of training, on any device.
    case torch
}
