import Torch

/// One more channel: how much the images of a group differ, so that sameness can be seen.
///
///     s = mean over channels and pixels of sqrt(variance over the group + 1e-8)
///
/// Image i belongs to group i mod (B / group).
///
/// Source: progressive growing (arXiv:1710.10196), section 3.
package struct MinibatchDeviation {
    private let group: Int

    /// - Parameter group: Images in a group; 0 or 1 turns the layer off.
    package init(group: Int) {
        self.group = group
    }

    /// Channels that it adds.
    var channels: Int { group > 1 ? 1 : 0 }

    /// - Parameter x: `[B, C, H, W]`; B divides by the group where it is the larger.
    /// - Returns: `[B, C + 1, H, W]`, or `x` where the layer is off.
    package func callAsFunction(_ x: Tensor) -> Tensor {
        guard group > 1 else { return x }
        let (b, c, h, w) = (x.size(0), x.size(1), x.size(2), x.size(3))
        let members = min(b, group)
        precondition(b % members == 0, "a batch of \(b) does not divide into groups of \(members)")
        let deviation = sqrt(x.reshaped(members, b / members, c, h, w).variance(0) + 1e-8)
        let perGroup = deviation.mean(1, 2, 3).reshaped(b / members, 1, 1, 1)
        let channel = perGroup.repeated(members, 1, h, w)  // [B, 1, H, W]
        return Tensor.concatenated([x, channel], axis: 1)
    }
}
