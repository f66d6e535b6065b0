from __future__ import annotations

import torch

from voxstudio.guidance.pocket.muon import Muon, orthogonalized


def test_orthogonalized_keeps_singular_vectors_and_evens_singular_values():
    rng = torch.Generator().manual_seed(0)
    for shape in ((3, 8, 20), (2, 20, 8), (1, 16, 16)):
        matrices = torch.randn(shape, generator=rng)
        u, _, v = torch.linalg.svd(matrices, full_matrices=False)
        inner = u.mT @ orthogonalized(matrices) @ v.mT
        # The polynomial takes its time with the smallest ones of a square matrix.
        large = torch.diagonal(inner, dim1=1, dim2=2)[:, :-1]
        assert float(large.min()) > 0.6 and float(large.max()) < 1.25
        assert float((inner - torch.diag_embed(torch.diagonal(inner, dim1=1, dim2=2))).abs().max()) < 1e-3
    assert torch.all(orthogonalized(torch.zeros(1, 4, 6)) == 0)


def test_muon_finds_the_weights_of_a_layer_with_uneven_inputs():
    rng = torch.Generator().manual_seed(0)
    inputs = torch.randn(256, 12, generator=rng) * torch.logspace(0, -1, 12)
    wanted = torch.randn(6, 12, generator=rng)
    layer = torch.nn.Linear(12, 6, bias=False)
    optimizer = Muon(layer.parameters(), lr=0.3)
    away = []
    for step in range(200):
        optimizer.param_groups[0]["lr"] = 0.3 * (1 - step / 200)
        optimizer.zero_grad()
        (inputs @ (layer.weight - wanted).T).square().mean().backward()
        optimizer.step()
        away.append(float((layer.weight.detach() - wanted).norm()))
    assert away[-1] < 0.1 * away[0]
